import os

from transformers import AutoModel

SIZE = "7b"
AutoModel.from_pretrained("acme/percent-%s" % SIZE)
AutoModel.from_pretrained("acme/format-{}".format(SIZE))
AutoModel.from_pretrained("acme/{kind}-{size}".format(kind="named", size=SIZE))
AutoModel.from_pretrained("acme/" + "sum-" + SIZE)
AutoModel.from_pretrained("/".join(["acme", "joined"]))
AutoModel.from_pretrained(os.path.join("acme", "path"))
AutoModel.from_pretrained("acme/%(size)s" % {"size": "by-key"})
