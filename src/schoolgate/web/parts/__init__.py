"""What the page components work out before they are drawn: plain values in, plain values out."""
