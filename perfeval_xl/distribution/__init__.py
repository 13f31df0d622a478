"""Distribution (下发): one prefilled form per project of a project list (项目清单), with its declared targets (绩效目标)."""
