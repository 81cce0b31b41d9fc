using ChatWithMemory.Chat;
using Microsoft.Extensions.AI;

namespace ChatWithMemory.Tests.Chat;

public sealed class CitationReaderTests
{
    private static readonly ChatMessage[] s_turn =
        [new(ChatRole.Tool, [new FunctionResultContent("1", Rendering.Recall("first", "second", "third"))])];

    [Theory]
    [InlineData("It was [2].", new[] { 2 })]
    [InlineData("[3] and [1]", new[] { 1, 3 })]
    [InlineData("See 00000002-0002-0003-0405-060708090a02.", new[] { 2 })]
    [InlineData("Nothing found.", new int[0])]
    [InlineData("[9]", new int[0])]
    public void Read_Answer_GivesTheMemoriesItCites(string answer, int[] expected) =>
        Assert.Equal(expected.Select(Rendering.Id), CitationReader.Read(s_turn, answer).Select(citation => citation.Id));
}
