press = Press("acme/press-base", device_map="cpu")
table = Table("acme/rows", width=80)
