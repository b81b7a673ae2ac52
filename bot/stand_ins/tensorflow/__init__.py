"""Stands in for TensorFlow, which our pipeline never runs: the names that Rasa 3.6.21 is imported with.

Found only where the real one is not installed: see docs/decisions/0130-without-tensorflow.md. There is no
`tensorflow.experimental`, by which spaCy's thinc knows that there is no TensorFlow.
"""

from absent import stand_in

stand_in(
    "TensorFlow",
    {
        "tensorflow": "SparseTensor Tensor TensorShape TensorSpec",
        "tensorflow.keras.backend": "",
        "tensorflow.keras.callbacks": "Callback",
        "tensorflow.keras.layers": "AbstractRNNCell Dense Dropout Layer",
        "tensorflow.keras.metrics": "Metric",
        "tensorflow.keras.utils": "Sequence",
        "tensorflow.python.eager.wrap_function": "WrappedFunction",
        "tensorflow.types.experimental": "TensorLike",
        "keras": "Model",
        "keras.utils": "tf_utils",
        "keras.utils.control_flow_util": "smart_cond",
    },
)
