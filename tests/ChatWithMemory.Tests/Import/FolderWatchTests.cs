using ChatWithMemory.Import;
using Reminisce.Memory;
using SkiaSharp;

namespace ChatWithMemory.Tests.Import;

public sealed class FolderWatchTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SensoryBuffer _senses = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LookAsync_NewFile_IsPerceivedOnceItStaysAsItIs()
    {
        _folder.Write("old.txt", "was there before");
        var watch = Watch();
        Assert.Empty(await NamesAsync(watch));
        _folder.Write("new.txt", "half");
        Assert.Empty(await NamesAsync(watch));
        _folder.Write("new.txt", "half and the rest");
        Assert.Empty(await NamesAsync(watch));
        Assert.Equal(["new.txt: Held"], await NamesAsync(watch));
        Assert.Empty(await NamesAsync(watch));
        Assert.Equal("half and the rest", Assert.Single(_senses.Take()).Text);
    }

    [Fact]
    public async Task LookAsync_ScreenThatIsTakenAgain_IsRepeated()
    {
        var watch = Watch();
        await watch.LookAsync(default);
        _folder.Write("1.png", TestPictures.Draw(4, SKEncodedImageFormat.Png));
        _folder.Write("2.jpg", TestPictures.Draw(4, SKEncodedImageFormat.Jpeg));
        _folder.Write("3.png", TestPictures.Draw(5, SKEncodedImageFormat.Png));
        await watch.LookAsync(default);
        Assert.Equal(["1.png: Held", "2.jpg: Repeated", "3.png: Held"], await NamesAsync(watch));
        Assert.Equal(1, _senses.Counts.RepeatedPictures);
    }

    [Fact]
    public async Task LookAsync_FileThatCannotBeTaken_IsNamed()
    {
        var watch = Watch();
        await watch.LookAsync(default);
        _folder.Write("table.xlsx", "PK");
        await watch.LookAsync(default);
        Assert.Equal("table.xlsx", Assert.Single((await watch.LookAsync(default)).Skipped).Name);
    }

    private FolderWatch Watch() => new(_folder.Root, TimeZoneInfo.Utc, _senses.Offer);

    private static async Task<string[]> NamesAsync(FolderWatch watch) => [.. (await watch.LookAsync(default)).Perceived.Select(p => $"{p.Name}: {p.Outcome}")];
}
