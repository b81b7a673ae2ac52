"""How well messages are understood: measured, drawn, and said in words."""
