from lint.testing import rule_tests

test_rules = rule_tests("subscribe_prompt", cases="cases")
