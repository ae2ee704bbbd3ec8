"""Rules of both books: pure functions over facts, dated by the law or the proposal behind them."""
