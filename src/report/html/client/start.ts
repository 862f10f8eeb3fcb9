startCharts();
startTable();
