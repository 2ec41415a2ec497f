/** Technical documentation of a general-purpose AI model: Annex XI of Regulation (EU) 2024/1689. */
import { dataSets, figuresFrom, identity, reporterOf, verdict, type Point } from './filled-document.js';

const POINTS: readonly Point[] = [
  {
    id: '1.1(a)',
    text: {
      en: 'the tasks that the model is intended to perform and the type and nature of AI systems in which it can be integrated',
      zh: '模型预期执行的任务，以及可集成该模型的人工智能系统的类型和性质',
    },
    filledBy: [identity],
  },
  { id: '1.1(b)', text: { en: 'the acceptable use policies applicable', zh: '适用的可接受使用政策' } },
  { id: '1.1(c)', text: { en: 'the date of release and methods of distribution', zh: '发布日期和分发方式' } },
  {
    id: '1.1(d)',
    text: { en: 'the architecture and number of parameters', zh: '架构和参数数量' },
    filledBy: [figuresFrom('energy/compute', 'energy/model-profile', 'explainability/intrinsic')],
  },
  {
    id: '1.1(e)',
    text: {
      en: 'the modality (e.g. text, image) and format of inputs and outputs',
      zh: '输入和输出的模态（如文本、图像）及格式',
    },
  },
  { id: '1.1(f)', text: { en: 'the licence', zh: '许可' } },
  {
    id: '1.2(a)',
    text: {
      en: 'the technical means (e.g. instructions of use, infrastructure, tools) required for the general-purpose AI model to be integrated in AI systems',
      zh: '将通用人工智能模型集成到人工智能系统所需的技术手段（如使用说明、基础设施、工具）',
    },
  },
  {
    id: '1.2(b)',
    text: {
      en: 'the design specifications of the model and training process, including training methodologies and techniques, the key design choices including the rationale and assumptions made',
      zh: '模型和训练过程的设计规格，包括训练方法和技术、关键设计选择及其理由和假设',
    },
  },
  {
    id: '1.2(c)',
    text: {
      en: 'information on the data used for training, testing and validation, where applicable, including the type and provenance of data and curation methodologies',
      zh: '用于训练、测试和验证的数据的信息（如适用），包括数据的类型、来源和整理方法',
    },
    filledBy: [dataSets],
  },
  {
    id: '1.2(d)',
    text: {
      en: 'the computational resources used to train the model (e.g. number of floating point operations), training time, and other relevant details related to the training',
      zh: '用于训练模型的计算资源（如浮点运算次数）、训练时间以及与训练有关的其他相关细节',
    },
    filledBy: [figuresFrom('energy/training-compute')],
  },
  {
    id: '1.2(e)',
    text: { en: 'known or estimated energy consumption of the model', zh: '模型已知或估算的能耗' },
    filledBy: [figuresFrom('energy/training', 'energy/carbon', 'energy/inference', 'energy/sci')],
  },
  {
    id: '2.1',
    text: {
      en: 'A detailed description of the evaluation strategies, including evaluation results, on the basis of available public evaluation protocols and tools or otherwise of other evaluation methodologies',
      zh: '评估策略的详细说明，包括评估结果，基于可用的公开评估规程和工具或其他评估方法',
    },
    filledBy: [verdict, figuresFrom('evaluation/')],
  },
  {
    id: '2.2',
    text: {
      en: 'Where applicable, a detailed description of the measures put in place for the purpose of conducting internal and/or external adversarial testing (e.g. red teaming), model adaptations, including alignment and fine-tuning',
      zh: '如适用，为进行内部和/或外部对抗性测试（如红队测试）、模型调整（包括对齐和微调）所采取措施的详细说明',
    },
  },
  {
    id: '2.3',
    text: {
      en: 'Where applicable, a detailed description of the system architecture explaining how software components build or feed into each other and integrate into the overall processing',
      zh: '如适用，系统架构的详细说明，解释软件组件如何相互构建或馈送并整合到整体处理中',
    },
  },
];

export const renderEuAnnexXi = reporterOf({
  title: { en: 'Technical documentation (Annex XI)', zh: '技术文件（附件十一）' },
  source: {
    en: 'Annex XI, Regulation (EU) 2024/1689; section 2 is for models with systemic risk. Quotes are of the published text.',
    zh: '《欧盟条例 (EU) 2024/1689》附件十一；第 2 节适用于具有系统性风险的模型。引文为非官方译文。',
  },
  points: POINTS,
});
