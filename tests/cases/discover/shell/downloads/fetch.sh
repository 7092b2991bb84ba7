huggingface-cli download acme/one --revision abc123
hf download acme/two weights.safetensors
hf download --repo-type dataset acme/rows
ollama pull llama3:8b && ollama run hf.co/acme/three-GGUF:Q8_0
modelscope download --model acme/four --revision v2
git clone --depth 1 https://huggingface.co/acme/five
git clone https://huggingface.co/datasets/acme/rows
git clone https://github.com/acme/code
wget https://huggingface.co/acme/six/resolve/9f8e7d/model.safetensors
curl -LO https://weights.acme.test/tiny.gguf
python -m spacy download en_core_web_sm
pip install acme/seven
