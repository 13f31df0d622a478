"""Submissions (填报内容): what people filled in, and its JSON."""
