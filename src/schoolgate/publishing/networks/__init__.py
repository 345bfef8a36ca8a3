"""The networks that the school publishes to, a folder each, behind one protocol: values in, values out."""
