"""Rules (评分标准): one small file per kind, each with three faces: score it, write it as a formula, say it in words."""
