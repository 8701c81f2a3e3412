import news2File from '../../rule-sets/charts/news2-2017.json' with { type: 'json' };
import type { Chart } from '../charts/chart.ts';
import { compileChart } from '../charts/compile-chart.ts';
import { ChartFile } from '../charts/chart-file.ts';

/** NEWS2 as the Royal College of Physicians published it in December 2017: docs/clinical-sources.md, "NEWS2". */
export const news2Chart: Chart = compileChart(ChartFile.parse(news2File));
