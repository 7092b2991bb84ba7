import OpenAI from "openai";

export enum Model {
  Fast = "gpt-4o-mini",
  Large = "gpt-4o",
}

export const Picker = () => (
  <Select>
    <SelectItem value="gpt-4.1">Large</SelectItem>
    <SelectItem value="dark">Dark</SelectItem>
  </Select>
);
