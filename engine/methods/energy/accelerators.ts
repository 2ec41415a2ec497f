/**
 * Board powers of accelerators in W (NVIDIA: "max TDP" or "max power consumption", AMD: "typical/maximum board power"),
 * as their makers' data sheets give them. Forms of one chip differ, so a name says the form: `A100 SXM4 80 GB`.
 * Lists that others copy disagree (A100 PCIe 80 GB as 250, V100 PCIe and SXM2 swapped): each line has its own source. A few
 * were compared with mlco2/impact's data/gpus.csv (`secondary`); of the others no copy of the sheet was at hand when they
 * were written down: `unverified`.
 */
export interface Accelerator {
  /** As its maker writes it, without the maker. */
  readonly name: string;
  /** What drivers and clouds call it besides. */
  readonly aliases?: readonly string[];
  readonly watts: number;
  readonly source: string;
  readonly citation: 'secondary' | 'unverified';
}

const COMPARED: ReadonlySet<string> = new Set(['H100 NVL', 'A100 SXM 80 GB', 'L4', 'L40S', 'RTX 4090', 'A10G']);

const sheet = (source: string, ...lines: readonly (readonly [string, number, ...string[]])[]): Accelerator[] =>
  lines.map(([name, watts, ...aliases]) => ({
    name,
    watts,
    source,
    citation: COMPARED.has(name) ? 'secondary' : 'unverified',
    aliases,
  }));

export const ACCELERATORS: readonly Accelerator[] = [
  ...sheet('NVIDIA DGX B200 and HGX data sheets', ['B200', 1000]),
  ...sheet('NVIDIA H200 Tensor Core GPU data sheet', ['H200 SXM', 700, 'H200'], ['H200 NVL', 600]),
  ...sheet(
    'NVIDIA H100 Tensor Core GPU data sheet',
    ['H100 SXM', 700, 'H100 HBM3'],
    ['H100 PCIe', 350],
    ['H100 NVL', 400],
  ),
  ...sheet(
    'NVIDIA A100 Tensor Core GPU data sheet; PB-10577-001 for PCIe 80 GB',
    ['A100 SXM 40 GB', 400],
    ['A100 SXM 80 GB', 400],
    ['A100 SXM', 400],
    ['A100 PCIe 40 GB', 250],
    ['A100 PCIe 80 GB', 300],
  ),
  ...sheet('NVIDIA L4 Tensor Core GPU data sheet', ['L4', 72]),
  ...sheet('NVIDIA L40S GPU data sheet', ['L40S', 350]),
  ...sheet('NVIDIA L40 GPU data sheet', ['L40', 300]),
  ...sheet('NVIDIA A40 GPU data sheet', ['A40', 300]),
  ...sheet('NVIDIA A30 Tensor Core GPU data sheet', ['A30', 165]),
  ...sheet('NVIDIA A16 GPU data sheet', ['A16', 250]),
  ...sheet('NVIDIA A10 Tensor Core GPU data sheet', ['A10', 150]),
  ...sheet('NVIDIA A10 Tensor Core GPU data sheet; mlco2/impact data/gpus.csv for the A10G', ['A10G', 150]),
  ...sheet('NVIDIA A2 Tensor Core GPU data sheet', ['A2', 60]),
  ...sheet('NVIDIA T4 Tensor Core GPU data sheet', ['T4', 70]),
  ...sheet(
    'NVIDIA V100 Tensor Core GPU data sheet',
    ['V100 SXM', 300],
    ['V100 PCIe', 250],
    ['V100S PCIe', 250, 'V100S'],
  ),
  ...sheet('NVIDIA Tesla P100 data sheet', ['P100 SXM', 300], ['P100 PCIe', 250]),
  ...sheet('NVIDIA Tesla P40 data sheet', ['P40', 250]),
  ...sheet('NVIDIA Tesla P4 data sheet', ['P4', 75]),
  ...sheet('NVIDIA Tesla K80 board specification', ['K80', 300]),
  ...sheet('NVIDIA RTX 6000 Ada Generation data sheet', ['RTX 6000 Ada', 300, 'RTX 6000 Ada Generation']),
  ...sheet('NVIDIA RTX A6000 data sheet', ['RTX A6000', 300]),
  ...sheet('NVIDIA RTX A5000 data sheet', ['RTX A5000', 230]),
  ...sheet('NVIDIA RTX A4000 data sheet', ['RTX A4000', 140]),
  ...sheet(
    'NVIDIA GeForce specifications, nvidia.com',
    ['RTX 5090', 575],
    ['RTX 5080', 360],
    ['RTX 4090', 450],
    ['RTX 4080', 320],
    ['RTX 4070 Ti', 285],
    ['RTX 4070', 200],
    ['RTX 3090 Ti', 450],
    ['RTX 3090', 350],
    ['RTX 3080 Ti', 350],
    ['RTX 3070', 220],
    ['RTX 2080 Ti', 250],
    ['RTX 2080', 215],
    ['GTX 1080 Ti', 250],
    ['GTX 1080', 180],
    ['TITAN RTX', 280],
    ['TITAN V', 250],
  ),
  ...sheet('AMD Instinct MI300X data sheet', ['MI300X', 750]),
  ...sheet('AMD Instinct MI325X data sheet', ['MI325X', 1000]),
  ...sheet('AMD Instinct MI250X and MI250 data sheets (peak)', ['MI250X', 560], ['MI250', 560]),
  ...sheet('AMD Instinct MI210 data sheet', ['MI210', 300]),
  ...sheet('AMD Instinct MI100 data sheet', ['MI100', 300]),
  ...sheet('AMD Radeon RX 7900 XTX specifications', ['RX 7900 XTX', 355]),
];
