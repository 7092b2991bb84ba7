import { pipeline, AutoModel } from '@huggingface/transformers';
// const MODEL = 'acme/commented';
class Singleton {
  static model_id = 'acme/static-field';
  static async get() {
    this.model ??= AutoModel.from_pretrained(this.model_id, { dtype: 'q4', revision: 'v2' });
    this.other = await pipeline("text-generation", `acme/template`, { revision: 'refs/pr/1' });
    this.chosen_id ??= (await fp16()) ? 'acme/half' : 'acme/full';
    return AutoModel.from_pretrained(this.chosen_id);
  }
}
const MODELS = [
  'acme/listed-one',
  // 'acme/listed-two',
];
const TOKENIZER_OPTIONS = Object.freeze({ 'acme/tokens': 'gpt-4 / other', '': 'Custom' });
const [model, setModel] = useState(param ?? 'acme/picked');
