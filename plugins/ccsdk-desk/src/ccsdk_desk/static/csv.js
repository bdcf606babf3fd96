// Tables as files: RFC 4180, in UTF-8 with a mark that spreadsheets need to see it.

const MARK = "\ufeff";
// A cell that begins like this is a formula to a spreadsheet, whoever wrote it.
// Source: OWASP, CSV Injection.
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Return rows as CSV text.
 * @param {string[]} columns
 * @param {(string | number | null | undefined)[][]} rows
 */
export function csvOf(columns, rows) {
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Let the browser save a table as a file. */
export function downloadCsv(name, columns, rows) {
  const blob = new Blob([MARK, csvOf(columns, rows)], { type: "text/csv;charset=utf-8" });
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
