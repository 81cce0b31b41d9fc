namespace ChatWithMemory.Tests.Commands;

public sealed class BadStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Run_StoreOpenedTwice_SecondOneFailsWithOneSentence()
    {
        using var first = AppProcess.Start(["--store", _folder.Path("store"), "--no-life-log"]);
        await first.StandardInput.WriteLineAsync("/stats");
        Assert.NotNull(await first.StandardOutput.ReadLineAsync());

        var second = await AppProcess.RunAsync(["--stats", "--store", _folder.Path("store")]);

        second.AssertOneSentence(1, _folder.Path("store"));
        first.StandardInput.Close();
        await first.WaitForExitAsync();
        Assert.Equal(0, first.ExitCode);
    }

    [Fact]
    public async Task Run_NoModelPack_FailsWithOneSentence() =>
        (await AppProcess.RunAsync(["--stats", "--store", _folder.Path("store"), "--pack", _folder.Root])).AssertOneSentence(1, "is no model pack");

    [Fact]
    public async Task Run_DamagedModelPack_FailsNamingTheFile()
    {
        var pack = _folder.Path("pack");
        var source = Path.Combine(AppContext.BaseDirectory, "models", "reminisce-mini");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(pack, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var victim = Directory.EnumerateFiles(pack, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(victim);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(victim, bytes);

        (await AppProcess.RunAsync(["--ask", "anything", "--store", _folder.Path("store"), "--pack", pack])).AssertOneSentence(1, Path.GetFileName(victim));
    }

    [Fact]
    public async Task Ask_OllamaWithoutThatModel_FailsWithOneSentence() =>
        (await AppProcess.RunAsync(["--ask", "x", "--ollama", "no-such-model-here", "--store", _folder.Path("store")])).AssertOneSentence(1, "Ollama");

    [Fact]
    public async Task Run_StoreIsAFile_FailsWithOneSentence()
    {
        var file = _folder.Write("store.txt", "not a folder");

        (await AppProcess.RunAsync(["--stats", "--store", file])).AssertOneSentence(1, file);
    }

    public void Dispose() => _folder.Dispose();
}
