"""What came of a text: how it arrived, what it cost, what people wrote back, who complained."""
