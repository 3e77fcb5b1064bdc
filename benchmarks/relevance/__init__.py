"""How good the answers of the public search are, by human judgement."""
