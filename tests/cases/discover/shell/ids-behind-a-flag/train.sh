accelerate launch train.py \
  --model_id_with_origin_paths "acme/film-14B:low/part*.safetensors,acme/film-14B:text_encoder/model.safetensors,acme/sound-1B:vae.pth" \
  --processor_path "acme/film-14B:processor/" \
  --models acme/one-7b,acme/two-7b \
  --dataset_path "acme/pictures:train/"
