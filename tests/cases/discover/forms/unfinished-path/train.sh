python train.py --model_name_or_path ./checkpoints/$VERSION --output_dir ./checkpoints/$VERSION-tuned
python train.py --model_name_or_path acme/chat-$SIZE --data_path acme/rows-$SIZE
python train.py --pretrain_mm_mlp_adapter ./checkpoints/$VERSION-pretrain/projector.bin
python train.py --model_name_or_path $FOLDER/chat
python train.py --model_name_or_path /MODEL_PATH/
