import Image from "next/image";
import x from "@acme/model";
/* model: 'acme/block-comment' */
type Props = { model: 'acme/type' };
const user = { model: "User", type: "application/json", zone: "Europe/Berlin" };
const schema = mongoose.model("acme/schema");
const url = "https://huggingface.co/datasets/acme/rows/resolve/main/";
export const View = () => <p>Don't use model 'acme/text' // here</p>;
if (props.model === 'acme/compared') run();
