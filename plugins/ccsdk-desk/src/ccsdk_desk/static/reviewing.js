// Talks that are over: to find one, to read it again, to write about it. Loaded when it is first
// wanted.

export { ClosedTalks } from "./views/closed.js";
