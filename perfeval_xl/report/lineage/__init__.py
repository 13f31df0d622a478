"""Where every figure of a report comes from: marked in the document, told in its custom XML, and compared again later."""
