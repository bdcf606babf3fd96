// What the desk uses of htm.
declare const htm: { bind(h: Function): (parts: TemplateStringsArray, ...values: any[]) => any };
export default htm;
