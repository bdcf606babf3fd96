// Why an Offer was made, why an Interaction waits, why an Agent has nothing: asked for rarely.

export { Why, WhySheet } from "./parts/why.js";
