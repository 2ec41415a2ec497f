/** Z3, compiled to WebAssembly: loaded on the first use, in threads of its own. */
import type { Answer, Solver, SolverSession } from './solver.js';

export interface OpenSolver extends Solver {
  /** Ends its threads, which would keep the process from ending. */
  close(): Promise<void>;
}

/** Steps of the solver for one question, and not time: answers do not depend on the machine. */
const STEPS = 2_000_000;

export async function openZ3(): Promise<OpenSolver> {
  const { init, killThreads } = await import('z3-solver');
  // What its threads say while they end is none of the reader's business.
  const { Z3, em } = await init({ printErr: () => undefined });
  const context = Z3.mk_context(Z3.mk_config());

  const open = (): SolverSession => {
    const parser = Z3.mk_parser_context(context);
    Z3.parser_context_inc_ref(context, parser);
    const solver = Z3.mk_simple_solver(context);
    Z3.solver_inc_ref(context, solver);
    const parameters = Z3.mk_params(context);
    Z3.params_inc_ref(context, parameters);
    Z3.params_set_uint(context, parameters, Z3.mk_string_symbol(context, 'rlimit'), STEPS);
    Z3.solver_set_params(context, solver, parameters);
    Z3.params_dec_ref(context, parameters);
    return {
      add: (script) => {
        if (script === '') return;
        const found = Z3.parser_context_from_string(context, parser, script);
        const code = Z3.get_error_code(context);
        if (code !== 0) throw new Error(`the solver refuses a script of ours: ${Z3.get_error_msg(context, code)}`);
        Z3.ast_vector_inc_ref(context, found);
        for (let index = 0; index < Z3.ast_vector_size(context, found); index += 1) {
          Z3.solver_assert(context, solver, Z3.ast_vector_get(context, found, index));
        }
        Z3.ast_vector_dec_ref(context, found);
      },
      push: () => Z3.solver_push(context, solver),
      pop: () => Z3.solver_pop(context, solver, 1),
      check: async () => answerOf(await Z3.solver_check(context, solver)),
      model: (wanted) => {
        const model = Z3.solver_get_model(context, solver);
        Z3.model_inc_ref(context, model);
        const values = new Map<string, string>();
        for (let index = 0; index < Z3.model_get_num_consts(context, model); index += 1) {
          const constant = Z3.model_get_const_decl(context, model, index);
          const name = Z3.get_symbol_string(context, Z3.get_decl_name(context, constant));
          if (!wanted(name)) continue;
          const value = Z3.model_get_const_interp(context, model, constant);
          if (value !== null) values.set(name, Z3.ast_to_string(context, value));
        }
        Z3.model_dec_ref(context, model);
        return values;
      },
      close: () => {
        Z3.solver_dec_ref(context, solver);
        Z3.parser_context_dec_ref(context, parser);
      },
    };
  };
  // It waits five seconds for them to end; on a busy machine they end later, and that is no fault of what was proved.
  return { open, close: () => killThreads(em).catch(() => undefined) };
}

const answerOf = (truth: number): Answer => (truth === 1 ? 'sat' : truth === -1 ? 'unsat' : 'unknown');

/** With a solver that is closed whatever happens. */
export async function withZ3<Result>(use: (solver: Solver) => Promise<Result>): Promise<Result> {
  const solver = await openZ3();
  try {
    return await use(solver);
  } finally {
    await solver.close();
  }
}
