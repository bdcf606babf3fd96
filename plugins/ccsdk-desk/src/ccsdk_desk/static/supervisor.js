// What a supervisor's page has besides: the wallboard, the work behind it, and what they do.

export { supervisorActions } from "./supervising/actions.js";
export { Listening } from "./views/listening.js";
export { Queues } from "./views/queues.js";
export { Wallboard } from "./views/wallboard.js";
