import { openai } from "@ai-sdk/openai";
import { generateText } from "ai";
export function Page<T,>({ label }: { label: T }) {
  return (
    <div title='It said "model"' data-x={`a${label}b`}>
      It's a model: "acme/text" // no comment {"/*"} don't
      {/* model: "acme/comment" */}
      <Chat model="gpt-4o-mini" options={["a", 'b']} />
    </div>
  );
}
const after = generateText({ model: openai("gpt-4.1") });
