"""The estimators in several processes: unpickled without a JVM, searched side by side."""

from tests.process.test_start import ok

# Something to learn, in a few lines that a child process runs.
_DATA = """
        import numpy as np
        from dl4j_bridge.sklearn import DL4JClassifier
        x = np.random.RandomState(0).normal(size=(60, 4))
        y = np.where(x[:, 0] > 0, "yes", "no")
        estimator = DL4JClassifier((4,), learning_rate=0.05, epochs=5, random_state=1)
"""


def test_a_pickle_starts_no_jvm_until_it_predicts() -> None:
    ok(
        f"""
        import pickle, subprocess, sys
        {_DATA}
        text = '''if True:
            import pickle, sys
            from dl4j_bridge.jvm import start
            estimator = pickle.load(sys.stdin.buffer)
            pickle.dumps(estimator)
            assert start.running() is None
            print(estimator.predict_proba([[1, 2, 3, 4]]).tobytes().hex())
        '''
        file = pickle.dumps(estimator.fit(x, y))
        done = subprocess.run([sys.executable, "-c", text], input=file, stdout=subprocess.PIPE)
        expected = estimator.predict_proba([[1, 2, 3, 4]]).tobytes().hex()
        assert done.stdout.decode().strip() == expected, done
        """
    )


def test_a_grid_search_has_two_processes_of_one_thread_each() -> None:
    ok(
        f"""
        import joblib
        {_DATA}
        from sklearn.model_selection import GridSearchCV
        def threads(row):
            from dl4j_bridge.jvm import start
            estimator.fit(x, y)
            return start.running().threads
        estimator.fit(x, y)
        search = GridSearchCV(estimator, {{"epochs": [1, 5, 9]}}, cv=2, n_jobs=2).fit(x, y)
        alone = GridSearchCV(estimator, {{"epochs": [1, 5, 9]}}, cv=2).fit(x, y)
        assert list(search.cv_results_["mean_test_score"]) == list(
            alone.cv_results_["mean_test_score"]
        )
        with joblib.parallel_config(n_jobs=2):
            found = joblib.Parallel()(joblib.delayed(threads)(row) for row in range(4))
        assert found == [1] * 4, found
        """,
        DL4J_BRIDGE_THREADS="",
    )


def test_only_the_estimators_import_scikit_learn() -> None:
    ok(
        """
        import sys
        import dl4j_bridge
        from dl4j_bridge.dl4j import training
        dir(dl4j_bridge)
        assert "sklearn" not in sys.modules
        from dl4j_bridge.sklearn import DL4JClassifier
        assert "sklearn" in sys.modules
        """
    )


def test_without_scikit_learn_it_says_what_to_install() -> None:
    ok(
        """
        import sys
        sys.modules["sklearn"] = None
        from dl4j_bridge.errors import SetupError
        try:
            import dl4j_bridge.sklearn
        except SetupError as error:
            assert "dl4j-bridge[sklearn]" in str(error)
        else:
            raise SystemExit("imported")
        """
    )
