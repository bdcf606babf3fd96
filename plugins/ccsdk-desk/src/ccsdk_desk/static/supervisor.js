// What a supervisor's page has besides: the wallboard and all that stands on it.

export { Wallboard } from "./views/wallboard.js";
