"""The sentence encoder: its export to ONNX (with torch) and its use in the dialogue server (without)."""
