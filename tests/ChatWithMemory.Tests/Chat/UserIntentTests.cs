using ChatWithMemory.Chat;

namespace ChatWithMemory.Tests.Chat;

public sealed class UserIntentTests
{
    [Theory]
    [InlineData("remember that the gate code is 4711", "Remember", "the gate code is 4711")]
    [InlineData("Please remember: milk on Friday", "Remember", "milk on Friday")]
    [InlineData("don't forget that Ines is allergic to nuts", "Remember", "Ines is allergic to nuts")]
    [InlineData("forget [2]", "Forget", "[2]")]
    [InlineData("please delete 3f2a9c1b", "Forget", "3f2a9c1b")]
    [InlineData("Yes.", "Yes", "Yes.")]
    [InlineData("no", "No", "no")]
    [InlineData("do you remember that dog?", "Ask", "do you remember that dog?")]
    [InlineData("remember when we went to Lisbon?", "Ask", "remember when we went to Lisbon?")]
    [InlineData("what did I see last week", "Ask", "what did I see last week")]
    public void Read_Message_TellsWhatIsAskedFor(string message, string kind, string text)
    {
        var intent = UserIntent.Read(message);

        Assert.Equal(kind, intent.Kind.ToString());
        Assert.Equal(text, intent.Text);
    }
}
