using Spectre.Console;

namespace ChatWithMemory.Commands;

/// <summary>Where things are shown: answers on standard output, progress on standard error.</summary>
internal static class Screen
{
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Runs work under a progress bar with its pace; without a terminal the work runs silently.</summary>
    public static async Task<T> WithProgressAsync<T>(string title, Func<IProgress<(int Done, int Total)>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return await work(new Callback<(int Done, int Total)>(_ => { }));
        }

        return await Error.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: double.PositiveInfinity);
                return await work(new Callback<(int Done, int Total)>(step =>
                {
                    task.MaxValue = Math.Max(1, step.Total);
                    task.Value = step.Done;
                    task.Description = Markup.Escape($"{title}  {step.Done}/{step.Total}  {task.Speed ?? 0:0} items/s");
                }));
            });
    }

    /// <summary>Progress that is reported on the calling thread, so that its order and its end are certain.</summary>
    public sealed class Callback<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
