using ChatWithMemory.LifeLog;

namespace ChatWithMemory.Tests.LifeLog;

public sealed class LifeLogStateTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_ThenRead_GivesTheSame(bool complete)
    {
        using var folder = new TempFolder();
        var state = new LifeLogState(new DateOnly(2026, 3, 18), complete);

        state.Write(folder.Path("store"));

        Assert.Equal(state, LifeLogState.Read(folder.Path("store")));
    }

    [Fact]
    public void Read_NoFile_IsNull()
    {
        using var folder = new TempFolder();

        Assert.Null(LifeLogState.Read(folder.Root));
    }
}
