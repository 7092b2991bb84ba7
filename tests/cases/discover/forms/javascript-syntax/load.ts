import { AutoModel, pipeline } from "@huggingface/transformers";
const size = "small";
await pipeline("x", `acme/whisper-${size}`);
await pipeline("x", `acme/${`nested-${size}`}-end`);
await pipeline("x", "acme/" + "sum-" + size);
const pattern = /["'`]model: "acme\/in-a-pattern"/g;
if (size) /"/.exec(size); await pipeline("x", "acme/after-pattern");
await pipeline("x", /* "acme/commented" */ "acme/inline-comment");
await AutoModel.from_pretrained(options?.name ?? "acme/nullish");
await AutoModel.from_pretrained(options.name || "acme/or");
await AutoModel.from_pretrained(flag ? "acme/yes" : "acme/no");
await AutoModel.from_pretrained("acme/as-const" as const);
await AutoModel.from_pretrained(<string>"acme/cast");
await AutoModel.from_pretrained("acme/non-null"!);
class Loader {
  static WEIGHTS = "acme/static-field";
  #weights = "acme/private-field";
  load() { return AutoModel.from_pretrained(Loader.WEIGHTS); }
  again() { return AutoModel.from_pretrained(this.#weights); }
}
function load(id = "acme/parameter") { return AutoModel.from_pretrained(id); }
load("acme/argument");
const open = ({ id = "acme/destructured" }: Options = {}) => AutoModel.from_pretrained(id);
const SIZES: Record<string, string> = { a: "acme/size-a", b: "acme/size-b" };
await AutoModel.from_pretrained(SIZES["a"]);
await AutoModel.from_pretrained(SIZES.b);
for (const id of ["acme/loop"]) await AutoModel.from_pretrained(id);
["acme/each"].forEach((id) => AutoModel.from_pretrained(id));
function chosen() { return process.env.CHOSEN || "acme/returned"; }
await AutoModel.from_pretrained(chosen());
type Shape = { model: "acme/type" };
const shaped = value as { model: "acme/cast-type" };
