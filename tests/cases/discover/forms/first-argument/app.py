first = Rwkv("acme/rwkv-430M-pile")
second = llm_factory("gpt-4o", client=client)
third = HouseModel("gpt-4.1-mini")
fourth = count_tokens_of_model("gpt-4o-mini")
fifth = Dataset("acme/rows-10k")
pretrained_pth = "./work/stage-1/iter_2181.pth"
parser.add_argument("--dit-weight", default="ckpts/film/states.pt")
