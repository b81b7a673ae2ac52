"""The quick way to a multinomial logistic regression leads where the usual way leads."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.classifier.logistic import fit, preconditioner


def test_the_optimum_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(3)
    features = (random.normal(size=(300, 6)) * [1, 3, 0.1, 1, 10, 1] + 2).astype(np.float32)
    classes = (features @ random.normal(size=(6, 3)) + random.normal(size=(300, 3)) * 4).argmax(axis=1)
    usual = LogisticRegression(C=2.0, max_iter=5000, tol=1e-8).fit(features.astype(np.float64), classes)
    weights, biases = fit(features, classes, 3, c=2.0, steps=200, scaling=preconditioner(features))
    assert np.allclose(weights, usual.coef_.T, atol=5e-3)
    # Of the biases only the differences are determined.
    assert np.allclose(biases - biases.mean(), usual.intercept_ - usual.intercept_.mean(), atol=2e-2)


def test_scaled_features_vary_alike_in_all_directions() -> None:
    features = np.random.default_rng(4).normal(size=(500, 4)).astype(np.float32) @ np.diag([9, 3, 1, 2])
    scaled = features @ preconditioner(features)
    assert np.allclose(scaled.T @ scaled / 500, np.eye(4), atol=0.01)
