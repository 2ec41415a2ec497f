/** Technical documentation of a high-risk AI system: Annex IV of Regulation (EU) 2024/1689. */
import { dataSets, figuresFrom, identity, reporterOf, standards, verdict, type Point } from './filled-document.js';

const POINTS: readonly Point[] = [
  {
    id: '1(a)',
    text: {
      en: 'its intended purpose, the name of the provider and the version of the system reflecting its relation to previous versions',
      zh: '预期用途、提供者名称，以及反映其与先前版本关系的系统版本',
    },
    filledBy: [identity],
  },
  {
    id: '1(b)',
    text: {
      en: 'how the AI system interacts with, or can be used to interact with, hardware or software, including with other AI systems, that are not part of the AI system itself, where applicable',
      zh: '人工智能系统如何与不属于其自身的硬件或软件（包括其他人工智能系统）交互，或可用于与之交互（如适用）',
    },
  },
  {
    id: '1(c)',
    text: {
      en: 'the versions of relevant software or firmware, and any requirements related to version updates',
      zh: '相关软件或固件的版本，以及与版本更新有关的要求',
    },
  },
  {
    id: '1(d)',
    text: {
      en: 'the description of all the forms in which the AI system is placed on the market or put into service, such as software packages embedded into hardware, downloads, or APIs',
      zh: '人工智能系统投放市场或投入使用的所有形式，例如嵌入硬件的软件包、下载或应用程序接口',
    },
  },
  {
    id: '1(e)',
    text: {
      en: 'the description of the hardware on which the AI system is intended to run',
      zh: '人工智能系统预期运行的硬件',
    },
    filledBy: [figuresFrom('energy/memory-fit')],
  },
  {
    id: '1(f)',
    text: {
      en: 'where the AI system is a component of products, photographs or illustrations showing external features, the marking and internal layout of those products',
      zh: '人工智能系统为产品组件时，显示该产品外部特征、标识和内部布局的照片或插图',
    },
  },
  {
    id: '1(g)',
    text: {
      en: 'a basic description of the user-interface provided to the deployer',
      zh: '提供给部署者的用户界面的基本说明',
    },
  },
  {
    id: '1(h)',
    text: {
      en: 'instructions for use for the deployer, and a basic description of the user-interface provided to the deployer, where applicable',
      zh: '供部署者使用的使用说明，以及（如适用）用户界面的基本说明',
    },
  },
  {
    id: '2(a)',
    text: {
      en: 'the methods and steps performed for the development of the AI system, including, where relevant, recourse to pre-trained systems or tools provided by third parties and how those were used, integrated or modified by the provider',
      zh: '开发人工智能系统所采用的方法和步骤，包括（如相关）使用第三方预训练系统或工具的情况',
    },
    filledBy: [figuresFrom('evaluation/estimator-match')],
  },
  {
    id: '2(b)',
    text: {
      en: 'the design specifications of the system, namely the general logic of the AI system and of the algorithms',
      zh: '系统的设计规格，即人工智能系统及其算法的总体逻辑',
    },
    filledBy: [figuresFrom('explainability/intrinsic', 'explainability/surrogate')],
  },
  {
    id: '2(c)',
    text: {
      en: 'the computational resources used to develop, train, test and validate the AI system',
      zh: '用于开发、训练、测试和验证人工智能系统的计算资源',
    },
    filledBy: [figuresFrom('energy/compute', 'energy/model-profile', 'energy/training', 'energy/carbon')],
  },
  {
    id: '2(d)',
    text: {
      en: 'the training data sets used, including a general description of these data sets, information about their provenance, scope and main characteristics',
      zh: '所使用的训练数据集，包括其总体说明、来源、范围和主要特征',
    },
    filledBy: [dataSets, figuresFrom('evaluation/drift', 'evaluation/leakage', 'privacy/identifiers')],
  },
  {
    id: '2(e)',
    text: {
      en: 'assessment of the human oversight measures needed in accordance with Article 14, including an assessment of the technical measures needed to facilitate the interpretation of the outputs of AI systems by the deployers, in accordance with Article 13(3), point (d)',
      zh: '依据第 14 条所需的人工监督措施的评估，包括依据第 13(3)(d) 条便于部署者解释输出的技术措施的评估',
    },
    filledBy: [
      figuresFrom(
        'explainability/quality',
        'explainability/stability',
        'explainability/shap',
        'explainability/counterfactual',
      ),
    ],
  },
  {
    id: '2(f)',
    text: {
      en: 'where applicable, a detailed description of pre-determined changes to the AI system and its performance',
      zh: '如适用，对人工智能系统及其性能的预先确定的变更的详细说明',
    },
  },
  {
    id: '2(g)',
    text: {
      en: 'the validation and testing procedures used, including information about the validation and testing data used and their main characteristics; metrics used to measure accuracy, robustness and compliance with other relevant requirements set out in Chapter III, Section 2, as well as potentially discriminatory impacts',
      zh: '所采用的验证和测试程序，包括验证和测试数据及其主要特征；用于衡量准确性、稳健性及其他要求符合情况的指标，以及潜在的歧视性影响',
    },
    filledBy: [
      verdict,
      figuresFrom('evaluation/holdout', 'evaluation/cross-validation', 'evaluation/robustness', 'evaluation/fairness'),
    ],
  },
  {
    id: '2(h)',
    text: { en: 'cybersecurity measures put in place', zh: '所采取的网络安全措施' },
    filledBy: [
      figuresFrom(
        'privacy/encryption',
        'privacy/membership-inference',
        'privacy/attribute-inference',
        'privacy/dp-accounting',
        'privacy/dp-audit',
      ),
    ],
  },
  {
    id: '3',
    text: {
      en: 'its capabilities and limitations in performance, including the degrees of accuracy for specific persons or groups of persons on which the system is intended to be used and the overall expected level of accuracy in relation to its intended purpose',
      zh: '其性能的能力与局限，包括对预期使用对象中特定人员或群体的准确程度，以及与预期用途相关的总体预期准确水平',
    },
    filledBy: [figuresFrom('evaluation/slices', 'evaluation/declared-accuracy', 'evaluation/calibration')],
  },
  {
    id: '4',
    text: {
      en: 'A description of the appropriateness of the performance metrics for the specific AI system',
      zh: '性能指标对该特定人工智能系统的适当性说明',
    },
  },
  {
    id: '5',
    text: {
      en: 'A detailed description of the risk management system in accordance with Article 9',
      zh: '依据第 9 条的风险管理体系的详细说明',
    },
  },
  {
    id: '6',
    text: {
      en: 'A description of relevant changes made by the provider to the system through its lifecycle',
      zh: '提供者在系统生命周期内所作相关变更的说明',
    },
    filledBy: [figuresFrom('evaluation/comparison', 'energy/comparison')],
  },
  {
    id: '7',
    text: {
      en: 'where no such harmonised standards have been applied, a detailed description of the solutions adopted to meet the requirements set out in Chapter III, Section 2, including a list of other relevant standards and technical specifications applied',
      zh: '未采用协调标准时，为满足第三章第二节要求所采用解决方案的详细说明，包括所适用的其他相关标准和技术规范清单',
    },
    filledBy: [standards],
  },
  {
    id: '8',
    text: {
      en: 'A copy of the EU declaration of conformity referred to in Article 47',
      zh: '第 47 条所述欧盟符合性声明的副本',
    },
  },
  {
    id: '9',
    text: {
      en: 'A detailed description of the system in place to evaluate the AI system performance in the post-market phase in accordance with Article 72, including the post-market monitoring plan referred to in Article 72(3)',
      zh: '依据第 72 条在上市后阶段评估人工智能系统性能的体系的详细说明，包括第 72(3) 条所述的上市后监测计划',
    },
  },
];

export const renderEuAnnexIv = reporterOf({
  title: { en: 'Technical documentation (Annex IV)', zh: '技术文件（附件四）' },
  source: {
    en: 'Annex IV, Regulation (EU) 2024/1689. Quotes are of the published text.',
    zh: '《欧盟条例 (EU) 2024/1689》附件四。引文为非官方译文。',
  },
  points: POINTS,
});
