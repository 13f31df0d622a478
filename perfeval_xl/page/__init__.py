"""What stands behind the page 绩效评价.html: the program as one function that takes a question and gives an answer.

The page runs this very package in the browser (WebAssembly), in a thread of its own. A question is JSON with the bytes of
files beside it, and so is the answer; nothing of the browser is known here, so the room is tested like any other.
"""
