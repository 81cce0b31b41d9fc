namespace Reminisce.Encoders.Tests.Texts;

public sealed class PlainTextTests
{
    [Fact]
    public void Clean_EverySingleCodeUnit_Succeeds()
    {
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            Assert.NotEmpty(PlainText.Clean($"a{(char)unit}b", 8, out _));
        }
    }
}
