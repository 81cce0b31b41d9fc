namespace ChatWithMemory.Tests;

/// <summary>A store with the bundled life log, loaded once by the real program for the tests of a class.</summary>
public sealed class LoadedLifeLog : IAsyncLifetime, IDisposable
{
    /// <summary>A Wednesday noon, so that "last week" is Monday 9 March until Monday 16 March in Berlin.</summary>
    public const string Now = "2026-03-18T11:00:00Z";

    private readonly TempFolder _folder = new();

    internal AppResult FirstRun { get; private set; } = null!;

    public string Store => _folder.Path("store");

    public async Task InitializeAsync() => FirstRun = await AskAsync("where did I park the car", "--json");

    internal Task<AppResult> AskAsync(string question, params string[] more) => AppProcess.RunAsync(["--ask", question, .. Place, .. more]);

    internal Task<AppResult> TalkAsync(params string[] lines) => AppProcess.RunAsync(Place, string.Join('\n', lines) + "\n");

    private IEnumerable<string> Place => ["--store", Store, "--now", Now, "--time-zone", "Europe/Berlin"];

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
