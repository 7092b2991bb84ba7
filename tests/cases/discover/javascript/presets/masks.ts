export const MASKS: Mask[] = [
  { name: "Mask 0", modelConfig: { model: "gpt-3.5-turbo", temperature: 1 } },
  { name: "Mask 1", modelConfig: { model: "gpt-3.5-turbo", temperature: 1 } },
  { name: "Mask 2", modelConfig: { model: "gpt-3.5-turbo", temperature: 1 } },
  { name: "Mask 3", modelConfig: { model: "gpt-3.5-turbo", temperature: 1 } },
  { name: "Mask 4", modelConfig: { model: "gpt-4", temperature: 1 } },
  { name: "Mask 5", modelConfig: { model: "gpt-3.5-turbo", temperature: 1 } },
  { name: "Mask 6", modelConfig: { model: "gpt-3.5-turbo", temperature: 1 } },
  { name: "Mask 7", modelConfig: { model: "gpt-3.5-turbo", temperature: 1 } },
  { name: "Mask 8", modelConfig: { model: "gpt-3.5-turbo", temperature: 1 } },
];
