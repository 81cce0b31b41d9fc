using ChatWithMemory.Import;
using SkiaSharp;

namespace ChatWithMemory.Tests.Import;

public sealed class FileReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileReader _reader;

    public FileReaderTests() => _reader = new FileReader(_folder.Root, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Fact]
    public async Task Read_TextFile_GivesTextSourceAndFileTime()
    {
        var time = new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        var (input, skipped) = await _reader.ReadAsync(_folder.Write("notes/day.md", "\uFEFF Rain all day. \n", time), CancellationToken.None);

        Assert.Null(skipped);
        Assert.Equal("Rain all day.", input!.Text);
        Assert.Equal("notes/day.md", input.Source);
        Assert.Equal(new DateTimeOffset(time), input.OccurredAt);
    }

    [Theory]
    [InlineData("2026:03:05 18:30:00", null, "2026-03-05T17:30:00Z")]
    [InlineData("2026:07:05 18:30:00", null, "2026-07-05T16:30:00Z")]
    [InlineData("2026:03:05 18:30:00", "+09:00", "2026-03-05T09:30:00Z")]
    [InlineData("2026:03:05 18:30:00", "-05:00", "2026-03-05T23:30:00Z")]
    [InlineData("0000:00:00 00:00:00", null, "2026-03-01T12:00:00Z")]
    public async Task Read_Picture_TakesTheTimeOfExifElseOfTheFile(string time, string? offset, string expected)
    {
        var (input, _) = await _reader.ReadAsync(_folder.Write("photo.jpg", TestPictures.Taken(1, time, offset)), CancellationToken.None);

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), input!.OccurredAt!.Value.ToUniversalTime());
        Assert.Equal("image/jpeg", input.MediaType);
    }

    [Fact]
    public async Task Read_PngWithoutMetadata_TakesTheTimeOfTheFile()
    {
        var (input, _) = await _reader.ReadAsync(_folder.Write("shot.PNG", TestPictures.Draw(2, SKEncodedImageFormat.Png)), CancellationToken.None);

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), input!.OccurredAt);
        Assert.Equal("image/png", input.MediaType);
    }

    [Theory]
    [InlineData("empty.txt", new byte[0], "the file is empty.")]
    [InlineData("blank.md", new byte[] { 32, 10, 32 }, "the file holds only white space.")]
    [InlineData("latin.txt", new byte[] { 72, 0xE4, 0xFF }, "the file is not text in UTF-8.")]
    [InlineData("binary.txt", new byte[] { 72, 0, 72 }, "the file is not text: it holds NUL characters.")]
    [InlineData("movie.mp4", new byte[] { 1 }, "files of type \".mp4\" are not imported")]
    public async Task Read_BadFile_IsSkippedWithTheCause(string name, byte[] bytes, string reason)
    {
        var (input, skipped) = await _reader.ReadAsync(_folder.Write(name, bytes), CancellationToken.None);

        Assert.Null(input);
        Assert.Equal(name, skipped!.Name);
        Assert.StartsWith(reason, skipped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EnormousText_IsSkippedWithTheLimit()
    {
        var (_, skipped) = await _reader.ReadAsync(_folder.Write("log.txt", new string('x', 300_000)), CancellationToken.None);

        Assert.Contains("at most", skipped!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_MissingFile_IsSkipped()
    {
        var (_, skipped) = await _reader.ReadAsync(_folder.Path("gone.txt"), CancellationToken.None);

        Assert.StartsWith("the file cannot be read", skipped!.Reason, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
