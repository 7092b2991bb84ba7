resume_root=./ckpts/base/pytorch_model_distilled.pt   # where to go on
batch_size=1
sh run_g.sh --task-flag big --resume-module-root ${resume_root} \
    --resume-ema-root ckpts/base/pytorch_model_ema.pt --batch-size ${batch_size}
