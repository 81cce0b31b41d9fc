using ChatWithMemory.Chat;
using Reminisce.Memory;

namespace ChatWithMemory.Tests.Chat;

public sealed class MemoryReferenceTests
{
    private static readonly RenderedMemory[] s_shown = [.. Enumerable.Range(1, 3).Select(i =>
        new RenderedMemory(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, (byte)i), DateTimeOffset.UnixEpoch.AddDays(i), "Notes", "user", "text", $"note {i}"))];

    [Theory]
    [InlineData("[2]", new[] { 2 })]
    [InlineData("1 and 3", new[] { 1, 3 })]
    [InlineData("[3], [3]", new[] { 3 })]
    [InlineData("08090a02", new[] { 2 })]
    [InlineData("00000001-0002-0003-0405-060708090a03", new[] { 3 })]
    [InlineData("[9]", new int[0])]
    [InlineData("it", new int[0])]
    [InlineData("everything about 2024", new int[0])]
    public void Resolve_Words_FindsTheShownMemories(string words, int[] expected) =>
        Assert.Equal(expected.Select(number => s_shown[number - 1].Id), MemoryReference.Resolve(words, s_shown));

    [Fact]
    public void Resolve_PronounForASingleMemory_IsThatMemory() =>
        Assert.Equal([s_shown[0].Id], MemoryReference.Resolve("that one", s_shown[..1]));
}
