using System.Text.Json;
using SkiaSharp;

namespace ChatWithMemory.Tests.Commands;

public sealed class ImportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Import_MixedFolder_TakesTheGoodAndNamesTheBadOnes()
    {
        WriteGood();
        _folder.Write("in/empty.txt", "");
        _folder.Write("in/corrupt.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]);
        _folder.Write("in/huge.png", TestPictures.HugeHeader());
        _folder.Write("in/table.xlsx", "PK");

        var result = await ImportAsync("in");

        result.AssertOk();
        Assert.Contains("added 4, duplicates 0, skipped 4", result.Output, StringComparison.Ordinal);
        Assert.Contains("items/s", result.Output, StringComparison.Ordinal);
        Assert.Contains("bytes per item", result.Output, StringComparison.Ordinal);
        var sentences = result.Error.TrimEnd().Split('\n');
        Assert.Equal(4, sentences.Length);
        foreach (var name in new[] { "empty.txt", "corrupt.jpg", "huge.png", "table.xlsx" })
        {
            Assert.Matches($"^Skipped {name}: .{{10,}}\\.$", Assert.Single(sentences, sentence => sentence.Contains(name, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Import_Twice_AddsNothing()
    {
        WriteGood();
        (await ImportAsync("in")).AssertOk();

        var second = await ImportAsync("in");

        second.AssertOk();
        Assert.Contains("added 0, duplicates 4, skipped 0", second.Output, StringComparison.Ordinal);
        Assert.Contains("the store has 4 memories", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_PictureWithExif_IsCitedAtTheTimeItWasTaken()
    {
        WriteGood();
        (await ImportAsync("in")).AssertOk();

        var result = await AppProcess.RunAsync(["--ask", "what did I see on 5 February 2026", "--json", "--no-life-log", "--store", Store, "--now", LoadedLifeLog.Now, "--time-zone", "Europe/Berlin"]);

        result.AssertOk();
        var citation = Assert.Single(JsonDocument.Parse(result.Output).RootElement.GetProperty("citations").EnumerateArray());
        Assert.Equal(new DateTimeOffset(2026, 2, 5, 18, 30, 0, TimeSpan.FromHours(1)), citation.GetProperty("occurredAt").GetDateTimeOffset());
        Assert.Equal("trip/taken.jpg", citation.GetProperty("source").GetString());
        Assert.Equal("picture", citation.GetProperty("modality").GetString());
    }

    [Fact]
    public async Task Import_NothingUsable_Fails()
    {
        _folder.Write("in/empty.txt", "");

        Assert.Equal(1, (await ImportAsync("in")).ExitCode);
    }

    [Fact]
    public async Task Import_MissingFolder_FailsWithOneSentence() =>
        (await ImportAsync("nowhere")).AssertOneSentence(1, "does not exist");

    public void Dispose() => _folder.Dispose();

    private string Store => _folder.Path("store");

    private void WriteGood()
    {
        _folder.Write("in/note.txt", "The ferry leaves at nine from pier three.");
        _folder.Write("in/trip/plan.md", "# Plan\n\nMuseum, then the lighthouse.");
        _folder.Write("in/trip/taken.jpg", TestPictures.Taken(3, "2026:02:05 18:30:00"));
        _folder.Write("in/shot.webp", TestPictures.Draw(4, SKEncodedImageFormat.Webp));
    }

    private Task<AppResult> ImportAsync(string folder) =>
        AppProcess.RunAsync(["--import", _folder.Path(folder), "--store", Store, "--now", LoadedLifeLog.Now, "--time-zone", "Europe/Berlin"]);
}
