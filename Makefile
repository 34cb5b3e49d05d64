# 所有命令都从这里进入；不需要先激活虚拟环境。
PYTHON ?= python3
PY := .venv/bin/python
export PYTHONUTF8 := 1
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test test-fast check format bench demo-reset

help: ## 显示本说明
	@echo '山西专业镇申报认定与培育平台'
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

run: setup ## 启动平台（端口 8000；换端口：make run PORT=8001），Ctrl-C 停止
	@exec $(PY) -m ops.run

test: setup-dev ## 全部测试，含浏览器；结尾列出各数据库上的结果
	@exec $(PY) -m ops.test

test-fast: setup-dev ## 三分钟内的测试：模型、服务、锁与命令，只在一种数据库上
	@exec $(PY) -m ops.test --fast

check: setup-dev ## 格式、规范、类型、分层、模板、迁移与一致性检查
	@exec $(PY) -m ops.check

format: setup-dev ## 自动整理代码格式
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

bench: setup ## 条件引擎、复核队列与重新检查的速度，十分钟以内（docs/benchmarks.md）
	@exec $(PY) -m ops.bench

demo-reset: setup ## 清空 var/ 中的演示数据，下次启动重新生成
	@exec $(PY) -m ops.reset

setup:
	@$(PYTHON) ops/setup.py

setup-dev:
	@$(PYTHON) ops/setup.py --dev
