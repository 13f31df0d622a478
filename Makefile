# 在新机器上只需要 make demo 与 make test；其余目标供开发使用。
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
DEMO   := demo-output

.DEFAULT_GOAL := help
.PHONY: help demo page wps pane offline test check format bench corpus docs pictures trial ribbon templates clean

help: ## 显示本说明
	@echo '用法：make 目标'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/runtime ## 安装运行所需的程序包，并把一份自评表从填报走到报告（结果在 demo-output）
	$(BIN)/perfeval-xl demo -o $(DEMO)

test: $(VENV)/dev ## 安装测试所需的一切（含 LibreOffice），运行全部测试
	@tools/office-packages
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

check: $(VENV)/dev ## 静态检查：ruff、mypy --strict、代码的疏密、架构测试
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tools.density
	$(BIN)/python -m pytest -q --durations=0 --durations-min=5 tests/architecture

format: $(VENV)/dev ## 统一代码格式
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

page: $(VENV)/dev ## 生成 dist/绩效评价.html：一个文件，用浏览器打开即可校验、评分（需要 npm）
	$(BIN)/python -m tools.page

wps: $(VENV)/dev ## 生成 dist/WPS加载项：WPS 表格里的“绩效评价”选项卡，不需要 Python（需要 npm）
	$(BIN)/python -m tools.wps $(ARGS)

pane: $(VENV)/dev ## 生成 dist/Excel窗格：Excel 2021、365 和网页版里的“绩效评价”窗格，不需要 Python（需要 npm）
	$(BIN)/python -m tools.pane $(ARGS)

offline: $(VENV)/dev ## 生成 dist/离线安装：全部程序包和安装脚本，供不能联网的单位使用
	$(BIN)/python -m tools.offline $(ARGS)

bench: $(VENV)/dev ## 测量速度，打印一张小表
	$(BIN)/python -m benchmarks

corpus: $(VENV)/dev ## 用公开的自评表测量校验：查出多少，提错多少，得分与手工核算差多少
	$(BIN)/python -m tools.corpus

docs: $(VENV)/dev ## 重新生成 docs/ 中由代码产生的页面和中文命令行消息
	$(BIN)/python -m tools.pages
	$(BIN)/python -m tools.messages

pictures: $(VENV)/dev ## 重新绘制 docs/pictures/ 中的图（需要 LibreOffice、imagemagick）
	$(BIN)/python -m tools.pictures

trial: $(VENV)/dev ## 在真实的 LibreOffice 窗口中逐份试填（需要 xvfb、xdotool、imagemagick）
	$(BIN)/python -m tools.trial_by_hand $(ARGS)

ribbon: $(VENV)/dev ## 在真实的 LibreOffice 窗口中点击“绩效评价”菜单并核对结果（需要 xvfb、xdotool、imagemagick）
	$(BIN)/python -m tools.ribbon_by_hand $(ARGS)

templates: $(VENV)/dev ## 由评价方案重新生成 templates/ 中的表格，重新生成 report_templates/ 中的报告模板
	$(BIN)/python -m perfeval_xl.form.templates templates
	$(BIN)/python -m tools.reference_forms
	$(BIN)/python -m tools.report_templates

clean: ## 删除虚拟环境和所有生成物
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find perfeval_xl tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# 标记文件：pyproject.toml 未变时不再安装。
$(VENV)/runtime: pyproject.toml setup.py | $(VENV)/python-ok
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/dev: pyproject.toml setup.py | $(VENV)/python-ok
	$(PIP) install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/runtime

$(VENV)/python-ok:
	@PYTHON='$(PYTHON)' tools/virtualenv $(VENV)
	@touch $@
