using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary>Shows the steps of a build, one bar each, on standard error.</summary>
internal static class StepBars
{
    public static T Run<T>(Func<IProgress<BuildStep>, T> build) => ConsoleOutput.Error.Progress()
        .AutoClear(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
        .Start(context => build(new Bars(context)));

    private sealed class Bars(ProgressContext context) : IProgress<BuildStep>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);

        public void Report(BuildStep value)
        {
            if (!_tasks.TryGetValue(value.Name, out var task))
            {
                _tasks[value.Name] = task = context.AddTask(Markup.Escape(value.Name), maxValue: 1);
            }

            task.Value = value.Fraction;
        }
    }
}
