"""The indicators of QĐ 766/QĐ-TTg (23/6/2022) as pure functions over what happened to cases."""
