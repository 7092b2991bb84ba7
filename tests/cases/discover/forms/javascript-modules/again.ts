export { CHAT as SMALL } from "./consts";
